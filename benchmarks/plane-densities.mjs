/** Densities of the plane that energies are learned from: how they are drawn, and what they are. */

const moonNoise = 0.2;

/** Arcs of radius 2 with normal noise of deviation 0.2: scikit-learn's moons of noise 0.1, twice as large and centred. */
function moonCentre(t, isLower) {
  return isLower ? [1 - 2 * Math.cos(t), 0.5 - 2 * Math.sin(t)] : [2 * Math.cos(t) - 1, 2 * Math.sin(t) - 0.5];
}

const twoMoons = {
  name: 'two moons',
  draw: (rng) => {
    const [x, y] = moonCentre(Math.PI * rng.uniform(), rng.uniform() < 0.5);
    return [x + moonNoise * rng.normal(), y + moonNoise * rng.normal()];
  },
  // The arcs by 400 points each, far closer together than the noise is wide.
  density: (x, y) => {
    let sum = 0;
    for (let k = 0; k < 400; k++) {
      for (const isLower of [false, true]) {
        const [a, b] = moonCentre((Math.PI * (k + 0.5)) / 400, isLower);
        sum += Math.exp(-((x - a) ** 2 + (y - b) ** 2) / (2 * moonNoise ** 2));
      }
    }
    return sum / (800 * 2 * Math.PI * moonNoise ** 2);
  },
};

const ringDeviation = 0.2;

const eightGaussians = {
  name: 'eight Gaussians',
  draw: (rng) => {
    const angle = (rng.integer(8) * Math.PI) / 4;
    return [2 * Math.cos(angle) + ringDeviation * rng.normal(), 2 * Math.sin(angle) + ringDeviation * rng.normal()];
  },
  density: (x, y) => {
    let sum = 0;
    for (let k = 0; k < 8; k++) {
      const [a, b] = [2 * Math.cos((k * Math.PI) / 4), 2 * Math.sin((k * Math.PI) / 4)];
      sum += Math.exp(-((x - a) ** 2 + (y - b) ** 2) / (2 * ringDeviation ** 2));
    }
    return sum / (8 * 2 * Math.PI * ringDeviation ** 2);
  },
};

const checkerboard = {
  name: 'checkerboard',
  draw: (rng) => {
    const [row, column] = [rng.integer(4), rng.integer(2)];
    return [2 * column + (row % 2) + rng.uniform() - 2, row + rng.uniform() - 2];
  },
  density: (x, y) => {
    const isInside = Math.abs(x) < 2 && Math.abs(y) < 2;
    return isInside && (Math.floor(x) + Math.floor(y)) % 2 === 0 ? 1 / 8 : 0;
  },
};

export const planeDensities = [twoMoons, eightGaussians, checkerboard];

/** Draws, [count, 2]. */
export function drawPoints({ draw }, rng, count) {
  return Float64Array.from(Array.from({ length: count }, () => draw(rng)).flat());
}

const widths = [0.1, 0.2, 0.5, 1, 2];

/**
 * Squared maximum mean discrepancy of two sets of points, its unbiased estimate; the kernel is the mean of the Gaussian kernels
 * exp(−r²/2σ²) with σ of 0.1, 0.2, 0.5, 1 and 2.
 * @see Gretton et al., J. Mach. Learn. Res. 13, 723 (2012).
 */
export function squaredDiscrepancy(a, b) {
  return meanKernel(a, a) + meanKernel(b, b) - 2 * meanKernel(a, b);
}

function meanKernel(a, b) {
  const isSame = a === b;
  let sum = 0;
  for (let i = 0; i < a.length; i += 2) {
    for (let j = 0; j < b.length; j += 2) {
      if (isSame && i === j) continue;
      const squared = (a[i] - b[j]) ** 2 + (a[i + 1] - b[j + 1]) ** 2;
      for (const width of widths) sum += Math.exp(-squared / (2 * width * width));
    }
  }
  const [n, m] = [a.length / 2, b.length / 2];
  return sum / (widths.length * (isSame ? n * (n - 1) : n * m));
}
