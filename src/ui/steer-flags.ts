import * as Flags from '@oclif/core/flags';

/** The run that is told something. */
export const runFlag = Flags.string({
  description: 'The run; the latest if left out.',
  helpValue: 'ID',
  env: 'ADL_RUN',
});

/** Values of a configuration. */
export const setFlag = Flags.string({
  description: 'A value of the configuration, such as learning-rate=1e-4; may be given more than once.',
  helpValue: 'NAME=VALUE',
  multiple: true,
});
