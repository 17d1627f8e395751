import { type MessageOf, type MessageSchema, many, one } from './message-schema.js';

// The messages of ONNX that a model needs, by the field numbers of onnx.proto (https://github.com/onnx/onnx, IR version 8).
// What is not listed here is skipped.

export const entryMessage = {
  name: 'StringStringEntryProto',
  fields: { key: one(1, 'text'), value: one(2, 'text') },
} as const satisfies MessageSchema;

export const operatorSetMessage = {
  name: 'OperatorSetIdProto',
  fields: { domain: one(1, 'text'), version: one(2, 'int64') },
} as const satisfies MessageSchema;

export const tensorMessage = {
  name: 'TensorProto',
  fields: {
    dims: many(1, 'int64'),
    dataType: one(2, 'int32'),
    floatData: many(4, 'float'),
    int32Data: many(5, 'int32'),
    stringData: many(6, 'bytes'),
    int64Data: many(7, 'int64'),
    name: one(8, 'text'),
    rawData: one(9, 'bytes'),
    doubleData: many(10, 'double'),
    uint64Data: many(11, 'uint64'),
    externalData: many(13, entryMessage),
    dataLocation: one(14, 'int32'),
  },
} as const satisfies MessageSchema;

const dimensionMessage = {
  name: 'TensorShapeProto.Dimension',
  fields: { value: one(1, 'int64'), parameter: one(2, 'text') },
} as const satisfies MessageSchema;

const shapeMessage = {
  name: 'TensorShapeProto',
  fields: { dims: many(1, dimensionMessage) },
} as const satisfies MessageSchema;

const tensorTypeMessage = {
  name: 'TypeProto.Tensor',
  fields: { elementType: one(1, 'int32'), shape: one(2, shapeMessage) },
} as const satisfies MessageSchema;

const typeMessage = {
  name: 'TypeProto',
  fields: { tensor: one(1, tensorTypeMessage) },
} as const satisfies MessageSchema;

export const valueMessage = {
  name: 'ValueInfoProto',
  fields: { name: one(1, 'text'), type: one(2, typeMessage) },
} as const satisfies MessageSchema;

export const attributeMessage = {
  name: 'AttributeProto',
  fields: {
    name: one(1, 'text'),
    f: one(2, 'float'),
    i: one(3, 'int64'),
    s: one(4, 'bytes'),
    t: one(5, tensorMessage),
    // A graph inside a node (If, Loop, Scan): that it is there is all that is read, so that files cannot nest.
    g: one(6, 'bytes'),
    floats: many(7, 'float'),
    ints: many(8, 'int64'),
    strings: many(9, 'bytes'),
    graphs: many(11, 'bytes'),
    type: one(20, 'int32'),
    reference: one(21, 'text'),
    sparseTensor: one(22, 'bytes'),
  },
} as const satisfies MessageSchema;

export const nodeMessage = {
  name: 'NodeProto',
  fields: {
    inputs: many(1, 'text'),
    outputs: many(2, 'text'),
    name: one(3, 'text'),
    operator: one(4, 'text'),
    attributes: many(5, attributeMessage),
    domain: one(7, 'text'),
  },
} as const satisfies MessageSchema;

export const graphMessage = {
  name: 'GraphProto',
  fields: {
    nodes: many(1, nodeMessage),
    name: one(2, 'text'),
    initialisers: many(5, tensorMessage),
    inputs: many(11, valueMessage),
    outputs: many(12, valueMessage),
    values: many(13, valueMessage),
    sparseInitialisers: many(15, 'bytes'),
  },
} as const satisfies MessageSchema;

export const modelMessage = {
  name: 'ModelProto',
  fields: {
    irVersion: one(1, 'int64'),
    producer: one(2, 'text'),
    producerVersion: one(3, 'text'),
    domain: one(4, 'text'),
    graph: one(7, graphMessage),
    operatorSets: many(8, operatorSetMessage),
    metadata: many(14, entryMessage),
  },
} as const satisfies MessageSchema;

export type TensorMessage = MessageOf<typeof tensorMessage>;
export type ValueMessage = MessageOf<typeof valueMessage>;
export type AttributeMessage = MessageOf<typeof attributeMessage>;
export type NodeMessage = MessageOf<typeof nodeMessage>;
export type GraphMessage = MessageOf<typeof graphMessage>;
export type ModelMessage = MessageOf<typeof modelMessage>;
