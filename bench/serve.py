"""Serve one ASGI app on one core: ``python -m bench.serve TARGET PORT``."""

from __future__ import annotations

import sys

import uvicorn

from bench.servers import pin

if __name__ == "__main__":
    pin(0)
    uvicorn.run(sys.argv[1], host="127.0.0.1", port=int(sys.argv[2]), log_level="error")
