"""Heat-bath updates of a periodic Ising lattice a CPU second, compiled by numba: checkerboard sweeps of spins -1 and +1.

usage: ising-heat-bath.py LENGTH BETA SWEEPS
"""

import json
import sys
import time

import numpy as np
from numba import njit

length, beta, sweeps = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])


@njit(fastmath=True)
def sweep(spins, up, count):
    n = spins.shape[0]
    for _ in range(count):
        for colour in range(2):
            for i in range(n):
                for j in range((i + colour) & 1, n, 2):
                    total = spins[(i - 1) % n, j] + spins[(i + 1) % n, j] + spins[i, (j - 1) % n] + spins[i, (j + 1) % n]
                    spins[i, j] = 1 if np.random.random() < up[(total + 4) >> 1] else -1


spins = np.where(np.random.random((length, length)) < 0.5, 1, -1).astype(np.int8)
up = 1 / (1 + np.exp(-2 * beta * (2 * np.arange(5) - 4)))
sweep(spins, up, 100)
began = time.process_time()
sweep(spins, up, sweeps)
print(json.dumps({"updatesPerSecond": sweeps * length * length / (time.process_time() - began)}))
