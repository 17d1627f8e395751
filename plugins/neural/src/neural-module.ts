import { ContainerModule } from 'inversify';

/** Everything this plugin contributes, one line each. */
export const basinModule = new ContainerModule(() => {});
