"""Peer of networks.mjs: chains on perceptrons and steps of contrastive divergence. Arguments: workload, rounds."""
import json
import math
import sys
import time

import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(1)
workload = json.loads(sys.argv[1])
rounds = int(sys.argv[2])
dimension, hidden, rows, step_size = (workload[key] for key in ("dimension", "hidden", "rows", "stepSize"))
widths = [dimension, *hidden]
layers = [part for a, b in zip(widths, hidden) for part in (nn.Linear(a, b), nn.SiLU())]
energy = nn.Sequential(*layers, nn.Linear(widths[-1], 1))
spread = math.sqrt(2 * step_size)


def moved(x, count):
    for _ in range(count):
        x = x.detach().requires_grad_()
        (gradient,) = torch.autograd.grad(energy(x).sum(), x)
        x = x.detach() - step_size * gradient + spread * torch.randn_like(x)
    return x


def chains():
    energy.requires_grad_(False)
    moved(torch.randn(rows, dimension), workload["steps"])


examples = torch.randn(16 * rows, dimension)
optimiser = torch.optim.Adam(energy.parameters(), lr=1e-3)


def training():
    for _ in range(workload["trainingSteps"]):
        data = examples[torch.randint(len(examples), (rows,))]
        energy.requires_grad_(False)
        model = moved(data, workload["steps"])
        energy.requires_grad_(True)
        optimiser.zero_grad()
        (energy(data).mean() - energy(model).mean()).backward()
        optimiser.step()


run = training if "trainingSteps" in workload else chains
run()
times = []
for _ in range(rounds):
    began = time.process_time()
    run()
    times.append(1000 * (time.process_time() - began))
print(json.dumps({"torch": sorted(times)[len(times) // 2], "times": times}))
