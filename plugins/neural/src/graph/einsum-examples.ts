import { rows } from './dimension.js';
import { type OperatorExamples, real } from './operator-example.js';

export const einsumExamples: OperatorExamples = {
  Einsum: [
    { inputs: [real([rows, 2, 3]), real([3, 2])], attributes: { equation: 'bij, jk -> bik' } },
    { about: 'no arrow', inputs: [real([rows, 3]), real([3, 2])], attributes: { equation: 'zj,ja' } },
    { about: 'attention', inputs: [real([rows, 2, 3]), real([rows, 4, 3])], attributes: { equation: 'bqd,bkd->bqk' } },
    { about: 'outer product', inputs: [real([rows]), real([3])], attributes: { equation: 'i,j->ij' } },
    { about: 'a letter of its own', inputs: [real([rows, 3]), real([rows])], attributes: { equation: 'ij,i->i' } },
    { about: 'one operand', inputs: [real([rows, 3])], attributes: { equation: 'ij->ji' } },
    { about: 'three', inputs: [real([2]), real([2, 3]), real([rows, 3])], attributes: { equation: 'i,ij,rj->r' } },
    { about: 'a number', inputs: [real([rows, 3]), real([rows, 3])], attributes: { equation: 'ij,ij->' } },
    { about: 'a trace', inputs: [real([3, 3])], attributes: { equation: 'ii->' } },
    { about: 'a diagonal', inputs: [real([rows, 2, 2]), real([2])], attributes: { equation: 'rii,i->ri' } },
  ],
};
