"""Signing letters electronically, and reading the signatures that a PDF carries.

Each way of signing is a ``Signer``: the body's own certificate (the default), the certificates
that BSrE keeps for officials, or nobody here, for letters that are signed elsewhere and handed
in again. pyHanko is imported on first use: it costs a second, which no page should pay that
shows no signature.
"""
