import { StepDefinition } from '@basin/core';
import { ContainerModule } from 'inversify';
import { filter } from './steps/filter.js';
import { logPartition } from './steps/log-partition.js';
import { read } from './steps/read.js';
import { report } from './steps/report.js';
import { sample } from './steps/sample.js';
import { score } from './steps/score.js';
import { select } from './steps/select.js';
import { train } from './steps/train.js';
import { write } from './steps/write.js';

/** The steps that every workflow has. */
export const workflowsModule = new ContainerModule(({ bind }) => {
  bind(StepDefinition).toConstantValue(read);
  bind(StepDefinition).toConstantValue(score);
  bind(StepDefinition).toConstantValue(filter);
  bind(StepDefinition).toConstantValue(sample);
  bind(StepDefinition).toConstantValue(train);
  bind(StepDefinition).toConstantValue(select);
  bind(StepDefinition).toConstantValue(logPartition);
  bind(StepDefinition).toConstantValue(write);
  bind(StepDefinition).toConstantValue(report);
});
