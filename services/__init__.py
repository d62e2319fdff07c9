"""What users can do, one module an activity. The only door to data/.

Every public function takes the open session and the actor first and refuses what the actor may not
do, in services/access.py.
"""
