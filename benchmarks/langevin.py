"""Peer of langevin.mjs: unadjusted Langevin steps of many chains, vectorised. Arguments: chains, steps, step size."""
import json
import math
import sys
import time

import numpy as np

chains, steps, step_size = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
angles = np.arange(8) * math.pi / 4
centres = 4 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
spread = math.sqrt(2 * step_size)
result = {}


def timed(advance, count):
    advance(max(1, count // 20))
    began = time.process_time()
    advance(count)
    return chains * count / (time.process_time() - began)


def by_numpy(count):
    rng = np.random.default_rng(1)
    x = 4 * rng.standard_normal((chains, 2))
    for _ in range(count):
        offset = x[:, None, :] - centres
        exponent = -2 * (offset * offset).sum(axis=2)
        weight = np.exp(exponent - exponent.max(axis=1, keepdims=True))
        weight /= weight.sum(axis=1, keepdims=True)
        gradient = 4 * (weight[:, :, None] * offset).sum(axis=1)
        x += spread * rng.standard_normal((chains, 2)) - step_size * gradient


result["numpy"] = timed(by_numpy, max(20, steps // 10))

try:
    import torch

    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    at = torch.tensor(centres)

    def by_torch(count):
        torch.manual_seed(1)
        x = 4 * torch.randn(chains, 2)
        with torch.no_grad():
            for _ in range(count):
                exponent = -2 * torch.cdist(x, at, compute_mode="donot_use_mm_for_euclid_dist").square_()
                weight = torch.softmax(exponent, dim=1)
                gradient = 4 * (x - weight @ at)
                x += spread * torch.randn(chains, 2) - step_size * gradient

    result["torch"] = timed(by_torch, max(20, steps // 10))
except ImportError:
    pass
print(json.dumps(result))
