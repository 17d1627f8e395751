import { ConfigurationError, randomStream } from '@basin/core';
import { describe, expect, it } from 'vitest';
import { applyAll } from '../graph/apply.js';
import { rows } from '../graph/dimension.js';
import { evaluateGraph } from '../graph/evaluate-graph.js';
import { constant, input, integers } from '../graph/leaves.js';
import { operators } from '../graph/operators.js';
import { gradients } from '../graph/reverse-mode.js';
import { encodeMessage, type PartialMessage } from './encode-message.js';
import { fileLimits } from './file-limits.js';
import { modelMessage, type nodeMessage, type tensorMessage } from './onnx-messages.js';
import { readModel } from './read-model.js';
import { writeModel } from './write-model.js';

type NodeMessage = PartialMessage<typeof nodeMessage>;
type TensorMessage = PartialMessage<typeof tensorMessage>;

const float = (...dims: ({ value: number } | { parameter: string })[]) => ({
  tensor: { elementType: 1, shape: { dims } },
});
const batch = { parameter: 'batch' };
const relu: NodeMessage = { operator: 'Relu', name: 'r', inputs: ['x'], outputs: ['y'] };

/** A file of some nodes from x [batch, 2] to y. */
function file(
  nodes: readonly NodeMessage[],
  {
    initialisers = [] as readonly TensorMessage[],
    version = 17,
    inputs = [{ name: 'x', type: float(batch, { value: 2 }) }],
  } = {},
): Uint8Array {
  return encodeMessage(modelMessage, {
    irVersion: 8,
    operatorSets: [{ version }],
    graph: { nodes, initialisers, inputs, outputs: [{ name: 'y', type: float(batch, { value: 2 }) }] },
  });
}

function faultOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message;
  }
  return 'no fault';
}

/** A file that uses most of what the reader knows. */
function largeFile(): Uint8Array {
  const x = input('x', [rows, 4]);
  const apply = (name: string, ...rest: [Parameters<typeof applyAll>[1], Parameters<typeof applyAll>[2]?]) =>
    applyAll(operators.get(name)!, ...rest)[0]!;
  const dense = apply('Gemm', [x, constant([1, 2, 3, 4, 5, 6, 7, 8], [2, 4]), constant([0.5, 0], [2])], { transB: 1 });
  const gated = apply('Where', [apply('Greater', [dense, constant([0], [])]), dense, constant([-1], [])]);
  const padded = apply('Pad', [apply('Gelu', [gated], { approximate: 'tanh' }), integers([0, 1, 0, 1])], {
    mode: 'edge',
  });
  const y = apply('ReduceSum', [padded, integers([1])], { keepdims: 0 });
  const [gradient] = gradients(y, undefined, [x]);
  return writeModel(
    { inputs: [x], outputs: { y, gradient: gradient! } },
    { precision: 'float32', metadata: { a: 'b' } },
  );
}

describe('hostile bytes end in a ConfigurationError', () => {
  const good = largeFile();

  it('broken off anywhere', () => {
    for (let length = 0; length < good.length; length++) {
      try {
        readModel(good.subarray(0, length));
      } catch (error) {
        if (!(error instanceof ConfigurationError)) expect.fail(`${length}: ${(error as Error).stack}`);
      }
    }
  });

  it('with bits turned over, bytes replaced, and parts doubled or cut out', () => {
    for (let seed = 0; seed < 3000; seed++) {
      const rng = randomStream(seed, 'broken');
      const place = (length: number) => Math.floor(rng.uniform() * length);
      let bytes = good.slice();
      for (let change = 0; change <= place(4); change++) {
        const at = place(bytes.length);
        const kind = place(4);
        if (kind === 0) bytes[at]! ^= 1 << place(8);
        else if (kind === 1) bytes[at] = place(256);
        else {
          const end = Math.min(bytes.length, at + place(40));
          const rest = bytes.subarray(kind === 2 ? at : end);
          bytes = Uint8Array.from([...bytes.subarray(0, kind === 2 ? end : at), ...rest]);
        }
      }
      try {
        readModel(bytes);
      } catch (error) {
        if (!(error instanceof ConfigurationError)) expect.fail(`${seed}: ${(error as Error).stack}`);
      }
    }
  });

  it('that are no model, or promise more than they hold', () => {
    expect(faultOf(() => readModel(new TextEncoder().encode('{"a": 1}')))).toMatch(/broken|no ONNX model/);
    expect(faultOf(() => readModel(Uint8Array.of(0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f)))).toBe(
      'ModelProto.graph: the file is broken here: premature EOF',
    );
    expect(faultOf(() => readModel(good, { limits: { ...fileLimits, bytes: 10 } }))).toMatch(/at most 10 are read/);
    expect(faultOf(() => readModel(good, { limits: { ...fileLimits, items: 10 } }))).toMatch(
      /more messages and numbers/,
    );
    expect(faultOf(() => readModel(good, { limits: { ...fileLimits, nodes: 2 } }))).toMatch(/nodes; at most 2/);
    expect(faultOf(() => readModel(good, { limits: { ...fileLimits, elements: 7 } }))).toMatch(
      /at most|may hold 7 numbers/,
    );
  });
});

describe('a file with a fault is refused, and the place is named', () => {
  const vast = { name: 'w', dataType: 1, dims: [2 ** 40, 2 ** 40], rawData: new Uint8Array(4) };
  const named = (change: TensorMessage): TensorMessage => ({ name: 'w', dataType: 1, dims: [2], ...change });
  const twoFloats = new Uint8Array(8);
  it.each<[string, Uint8Array, string]>([
    ['an old opset', file([relu], { version: 9 }), 'opset 9; opset 13 and later are read: export it again'],
    ['no graph', encodeMessage(modelMessage, { irVersion: 8 }), 'the file is no ONNX model'],
    ['no opset', encodeMessage(modelMessage, { graph: {} }), 'names no version of the standard operators'],
    ['a name given twice', file([relu, relu]), "node 'r' (Relu): the name 'y' is given twice"],
    [
      'an input that nothing makes',
      file([{ ...relu, inputs: ['z'] }]),
      "node 'r' (Relu): the value 'z' is made by no node",
    ],
    [
      'a cycle',
      file([
        { operator: 'Add', inputs: ['x', 'b'], outputs: ['a'] },
        { operator: 'Relu', inputs: ['a'], outputs: ['b'] },
        relu,
      ]),
      "node 'a' (Add): the value 'b' is used before the node that makes it",
    ],
    ['a node that uses itself', file([{ ...relu, inputs: ['y'] }]), "the value 'y' is used before"],
    [
      'an output that nothing makes',
      file([{ ...relu, outputs: ['q'] }]),
      "output 'y': the value 'y' is made by no node",
    ],
    [
      'numbers in another file',
      file([relu], { initialisers: [named({ dataLocation: 1, externalData: [{ key: 'location', value: 'w.bin' }] })] }),
      "constant 'w': its numbers lie in another file, 'w.bin'",
    ],
    [
      'too few bytes',
      file([relu], { initialisers: [named({ rawData: new Uint8Array(4) })] }),
      "constant 'w': 4 bytes for 2 numbers of type float32",
    ],
    [
      'too few numbers',
      file([relu], { initialisers: [named({ floatData: [1] })] }),
      "constant 'w': 1 numbers of type float32 where",
    ],
    [
      'a vast shape',
      file([relu], { initialisers: [vast] }),
      "constant 'w': shape [1099511627776, 1099511627776]: a model may hold",
    ],
    ['a negative length', file([relu], { initialisers: [named({ dims: [-2] })] }), "constant 'w': a length of -2"],
    ['many axes', file([relu], { initialisers: [named({ dims: new Array(99).fill(1) })] }), "constant 'w': 99 axes"],
    ['texts', file([relu], { initialisers: [named({ dataType: 8 })] }), "constant 'w': numbers of type string"],
    [
      'a type without a name',
      file([relu], { initialisers: [named({ dataType: 77 })] }),
      "constant 'w': numbers of type 77",
    ],
    [
      'constants of one name',
      file([relu], { initialisers: [named({ rawData: twoFloats }), named({ rawData: twoFloats })] }),
      "the name 'w' is given twice",
    ],
    [
      'a free length inside',
      file([relu], { inputs: [{ name: 'x', type: float(batch, { parameter: 'tokens' }) }] }),
      "input 'x': axis 1 ('tokens') has a free length",
    ],
    [
      'a negative length of an input',
      file([relu], { inputs: [{ name: 'x', type: float({ value: -3 }) }] }),
      "input 'x': axis 0 has the length -3",
    ],
    [
      'an input without a shape',
      file([relu], { inputs: [{ name: 'x', type: { tensor: { elementType: 1 } } }] as never }),
      "input 'x': the file declares no shape",
    ],
    [
      'an attribute twice',
      file([
        {
          ...relu,
          attributes: [
            { name: 'a', i: 1, type: 2 },
            { name: 'a', i: 2, type: 2 },
          ],
        },
      ]),
      "node 'r' (Relu), attribute 'a': it stands twice",
    ],
  ])('%s', (_, bytes, message) => {
    expect(faultOf(() => readModel(bytes))).toContain(message);
  });
});

describe('what is not understood is listed, and the rest is there', () => {
  it('an operator that is not known', () => {
    const own: NodeMessage = { operator: 'Fancy', domain: 'com.example', name: 'f', inputs: ['x'], outputs: ['h'] };
    const { graph, opaque, outputs } = readModel(file([own, { ...relu, inputs: ['h'] }]));
    expect(opaque).toEqual([{ name: 'f', operator: 'com.example.Fancy', reason: 'the operator is not known' }]);
    expect([Object.keys(graph.outputs), outputs.map(({ name }) => name)]).toEqual([[], ['y']]);
  });

  it('where the file declares what it makes, the graph goes on, and gradients name the node', () => {
    const { graph, opaque } = readModel(file([{ ...relu, operator: 'Fancy', name: 'f' }]));
    expect(opaque.map(({ name }) => name)).toEqual(['f']);
    expect(() => gradients(graph.outputs.y!, undefined, graph.inputs)).toThrow("Fancy (node 'f')");
    const values = { x: { shape: [1, 2], values: new Float64Array(2) } };
    expect(() => evaluateGraph(graph, values, 1)).toThrow("'Fancy' of node 'f'");
  });

  it('graphs inside a node', () => {
    const branch: NodeMessage = {
      ...relu,
      operator: 'If',
      attributes: [{ name: 'then_branch', g: Uint8Array.of(1), type: 5 }],
    };
    expect(readModel(file([branch])).opaque[0]!.reason).toMatch(/holds graphs of its own/);
  });

  it('shapes that do not fit', () => {
    const weight: TensorMessage = { name: 'w', dataType: 1, dims: [3, 2], rawData: new Uint8Array(24) };
    const product: NodeMessage = { operator: 'MatMul', name: 'm', inputs: ['x', 'w'], outputs: ['y'] };
    const { opaque, graph } = readModel(file([product], { initialisers: [weight] }));
    expect(opaque[0]).toMatchObject({ name: 'm', operator: 'MatMul' });
    expect(graph.outputs).toEqual({});
  });
});

describe('numbers in every form', () => {
  // Half precision: 1.5, −2, smallest subnormal 2⁻²⁴, +∞; bfloat16 of the same upper bits of float32: IEEE 754.
  const halves = [0x3e00, 0xc000, 0x0001, 0x7c00];
  const brains = [0x3fc0, 0xc000, 0x3380, 0x7f80];
  const expected = [1.5, -2, 2 ** -24, Number.POSITIVE_INFINITY];
  it.each<[string, TensorMessage, readonly number[]]>([
    ['float_data', { dataType: 1, floatData: [1.5, -2] }, [1.5, -2]],
    ['double_data', { dataType: 11, doubleData: [0.1, -2] }, [0.1, -2]],
    ['int64_data', { dataType: 7, int64Data: [2 ** 40, -3] }, [2 ** 40, -3]],
    ['int32_data', { dataType: 6, int32Data: [7, -3] }, [7, -3]],
    ['booleans', { dataType: 9, int32Data: [1, 0] }, [1, 0]],
    ['int8', { dataType: 3, rawData: Uint8Array.of(255, 1) }, [-1, 1]],
    ['uint8', { dataType: 2, rawData: Uint8Array.of(255, 1) }, [255, 1]],
    ['raw float16', { dataType: 10, rawData: new Uint8Array(Uint16Array.from(halves).buffer) }, expected],
    ['float16 as integers', { dataType: 10, int32Data: halves }, expected],
    ['raw bfloat16', { dataType: 16, rawData: new Uint8Array(Uint16Array.from(brains).buffer) }, expected],
    ['raw double', { dataType: 11, rawData: new Uint8Array(Float64Array.of(0.1, 2).buffer) }, [0.1, 2]],
    ['raw int64', { dataType: 7, rawData: new Uint8Array(BigInt64Array.of(-5n, 2n ** 40n).buffer) }, [-5, 2 ** 40]],
  ])('%s', (_, message, values) => {
    const initialisers = [{ ...message, name: 'w', dims: [values.length] }];
    const { source } = readModel(file([relu], { initialisers })).tensors.get('w')!;
    expect(source.kind === 'constant' && Array.from(source.constant.values)).toEqual(values);
  });

  it('a free length is taken from who knows it', () => {
    const inputs = [{ name: 'x', type: float(batch, { parameter: 'tokens' }) }];
    const { graph } = readModel(file([relu], { inputs }), { lengths: { tokens: 5 } });
    expect(graph.outputs.y!.shape).toEqual([rows, 5]);
  });
});
