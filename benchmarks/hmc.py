"""Peer of hmc.mjs: Hamiltonian Monte Carlo of many chains, vectorised. Arguments: chains, steps, step size, leapfrogs, shape."""
import json
import sys
import time

import numpy as np

chains, steps, step_size, leapfrogs = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
dense = sys.argv[5] == "dense"
dimension = 50
variances = 100 ** (np.arange(dimension) / (dimension - 1) - 1)
normal = np.sin(np.arange(dimension) + 1)
mirror = np.eye(dimension) - 2 * np.outer(normal, normal) / (normal @ normal)
precision = mirror @ np.diag(1 / variances) @ mirror if dense else 1 / variances
result = {}


def timed(advance, count):
    advance(max(1, count // 20))
    began = time.process_time()
    advance(count)
    return chains * count / (time.process_time() - began)


def by_numpy(count):
    rng = np.random.default_rng(1)
    x = 0.1 * rng.standard_normal((chains, dimension))
    force = (lambda y: y @ precision) if dense else (lambda y: y * precision)
    gradient = force(x)
    energy = 0.5 * (x * gradient).sum(axis=1)
    for _ in range(count):
        p = rng.standard_normal((chains, dimension))
        before = energy + 0.5 * (p * p).sum(axis=1)
        y, slope = x, gradient
        p -= 0.5 * step_size * slope
        for leap in range(leapfrogs):
            y = y + step_size * p
            slope = force(y)
            p -= (0.5 if leap == leapfrogs - 1 else 1) * step_size * slope
        found = 0.5 * (y * slope).sum(axis=1)
        after = found + 0.5 * (p * p).sum(axis=1)
        accepted = np.log(rng.random(chains)) < before - after
        x = np.where(accepted[:, None], y, x)
        gradient = np.where(accepted[:, None], slope, gradient)
        energy = np.where(accepted, found, energy)


result["numpy"] = timed(by_numpy, steps)

try:
    import torch

    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    matrix = torch.tensor(precision)

    def by_torch(count):
        torch.manual_seed(1)
        x = 0.1 * torch.randn(chains, dimension)
        force = (lambda y: y @ matrix) if dense else (lambda y: y * matrix)
        with torch.no_grad():
            gradient = force(x)
            energy = 0.5 * (x * gradient).sum(1)
            for _ in range(count):
                p = torch.randn(chains, dimension)
                before = energy + 0.5 * (p * p).sum(1)
                y, slope = x.clone(), gradient
                p.add_(slope, alpha=-0.5 * step_size)
                for leap in range(leapfrogs):
                    y.add_(p, alpha=step_size)
                    slope = force(y)
                    p.add_(slope, alpha=-(0.5 if leap == leapfrogs - 1 else 1) * step_size)
                found = 0.5 * (y * slope).sum(1)
                after = found + 0.5 * (p * p).sum(1)
                accepted = torch.rand(chains).log() < before - after
                x = torch.where(accepted[:, None], y, x)
                gradient = torch.where(accepted[:, None], slope, gradient)
                energy = torch.where(accepted, found, energy)

    result["torch"] = timed(by_torch, steps)
except ImportError:
    pass
print(json.dumps(result))
