import { describe, expect, it } from 'vitest';
import { randomStream } from '../numerics/random-stream.js';
import { ChainStreams } from './chain-streams.js';

const root = randomStream(11, 'chains');

describe('ChainStreams', () => {
  it('fills rows with the numbers of the streams one by one', () => {
    const streams = new ChainStreams(root, 300).at(7);
    const width = 7;
    const normals = new Float64Array(300 * width);
    const uniforms = new Float64Array(300 * width);
    const words = new Uint32Array(300 * width);
    streams.fillNormalRows(normals, width);
    streams.fillUniformRows(uniforms, width);
    streams.fillWordRows(words, width);
    for (let chain = 0; chain < 300; chain++) {
      const stream = (): ReturnType<typeof root.split> => root.split(chain).split(7);
      const [byNormal, byUniform, byWord] = [stream(), stream(), stream()];
      for (let i = chain * width; i < (chain + 1) * width; i++) {
        expect(normals[i]).toBe(byNormal.normal());
        expect(uniforms[i]).toBe(byUniform.uniform());
        expect(words[i]).toBe(byWord.uint32());
      }
    }
  });

  it('fills rows below a plain stream likewise', () => {
    const normals = new Float64Array(100 * 3);
    root.fillNormalRows(normals, 3);
    const alone = new Float64Array(3);
    root.split(99).fillNormal(alone);
    expect(normals.slice(297)).toEqual(alone);
  });

  it('gives chains that are driven apart the streams that they have among all', () => {
    const all = new Float64Array(12);
    new ChainStreams(root, 6).at(3).fillNormalRows(all, 2);
    const last = new Float64Array(4);
    new ChainStreams(root, 2, 4).at(3).fillNormalRows(last, 2);
    expect(all.slice(8)).toEqual(last);
    expect(new ChainStreams(root, 2, 4).at(3).split(1).normal()).toBe(last[2]);
  });

  it('refuses more rows than chains', () => {
    expect(() => new ChainStreams(root, 2).at(0).fillNormalRows(new Float64Array(3), 1)).toThrow(RangeError);
  });
});
