/**
 * Probability that two replicas exchange their states: min(1, e^((βᵢ − βⱼ)(Eᵢ − Eⱼ))), which leaves π_βᵢ ⊗ π_βⱼ as it is.
 * A colder replica at a forbidden state takes an allowed one, and never the reverse.
 *
 * @see Swendsen & Wang, Phys. Rev. Lett. 57, 2607 (1986); Geyer, Computing Science and Statistics: Proc. 23rd Symp. Interface, 156 (1991).
 */
export function swapProbability(betaI: number, betaJ: number, energyI: number, energyJ: number): number {
  // Equal energies or temperatures: the exchange changes nothing, and a product would make NaN of 0 × ∞ and ∞ − ∞.
  if (energyI === energyJ || betaI === betaJ) return 1;
  return Math.min(1, Math.exp((betaI - betaJ) * (energyI - energyJ)));
}

/** The pairs of neighbouring rungs in the order in which they are tried: 0–1, 2–3, …, then 1–2, 3–4, …; the lower of each. */
export function swapOrder(rungCount: number): Int32Array {
  const even = Array.from({ length: Math.floor(rungCount / 2) }, (_, i) => 2 * i);
  const odd = Array.from({ length: Math.max(0, Math.floor((rungCount - 1) / 2)) }, (_, i) => 2 * i + 1);
  return Int32Array.from([...even, ...odd]);
}

/** What came of one swap event of one ladder. */
export interface SwapEvent {
  /** Rung whose state each rung has now. [rungs] */
  readonly from: Int32Array;
  /** Probability with which each pair, by its lower rung, was exchanged. [rungs − 1] */
  readonly probability: Float64Array;
}

/**
 * Tries every pair of neighbours once, even ones first: a state can climb two rungs at one event and no pair is left out, so
 * that states flow along the ladder instead of diffusing.
 *
 * @param uniforms - One for each pair, in the order of {@link swapOrder}.
 * @see Okabe, Kawata, Okamoto & Mikami, Chem. Phys. Lett. 335, 435 (2001); Syed, Bouchard-Côté, Deligiannidis & Doucet,
 *   J. R. Stat. Soc. B 84, 321 (2022).
 */
export function swapRungs(betas: Float64Array, energies: Float64Array, uniforms: Float64Array): SwapEvent {
  const from = Int32Array.from(betas.keys());
  const probability = new Float64Array(Math.max(0, betas.length - 1));
  const energy = energies.slice();
  swapOrder(betas.length).forEach((rung, i) => {
    probability[rung] = swapProbability(betas[rung]!, betas[rung + 1]!, energy[rung]!, energy[rung + 1]!);
    if (!(uniforms[i]! < probability[rung]!)) return;
    [from[rung], from[rung + 1]] = [from[rung + 1]!, from[rung]!];
    [energy[rung], energy[rung + 1]] = [energy[rung + 1]!, energy[rung]!];
  });
  return { from, probability };
}
