"""The command-line door: one module per noun, and `main`, which the `safershare` command starts.

Commands parse their arguments, call one service or the HTTP API, and print. The only part of
`api` that may use `synth`.
"""
