"""One radio."""

import streamlit as st

st.radio("Välj", ["1", "2", "3", "4", "5"], key="radio")
