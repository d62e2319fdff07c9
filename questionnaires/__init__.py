"""The content of Riktmärket as data: the YAML files and the one loader that reads them."""
