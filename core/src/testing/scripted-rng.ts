import type { Rng, RngPosition } from '../numerics/rng.js';

/** A stream whose rows of normals are given beforehand, to hold a step against its formula. Nothing else can be drawn from it. */
export function scriptedNormals(normals: Float64Array): Rng {
  const refuse = (): never => {
    throw new TypeError('the script has rows of normals only');
  };
  return {
    uint32: refuse,
    uniform: refuse,
    integer: refuse,
    normal: refuse,
    fillUniform: refuse,
    fillNormal: refuse,
    fillUniformRows: refuse,
    fillWordRows: refuse,
    split: refuse,
    get position(): RngPosition {
      return refuse();
    },
    fillNormalRows: (out) => {
      if (out.length !== normals.length)
        throw new RangeError(`the script has ${normals.length} normals, not ${out.length}`);
      out.set(normals);
    },
  };
}
