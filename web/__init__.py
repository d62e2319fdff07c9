"""Plain HTTP around and beside Streamlit. Nothing here imports Streamlit."""
