"""The screens, one a file: read the input, call one service, draw with ui/."""
