import * as Flags from '@oclif/core/flags';
import type {TrackResult} from '../../lifecycle/build-track.js';
import {AdlCommand} from '../../ui/command.js';
import {trackView} from '../../ui/track-view.js';

export default class BuildTrack extends AdlCommand<TrackResult> {
  static override summary = 'Send runs to a tracking server: all that it does not have yet.';
  static override description =
    'Runs from before there was a server, or from when it was away, are sent from their journals; what the server ' +
    'has is not sent again. Credentials are read from MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and ' +
    'MLFLOW_TRACKING_PASSWORD.';
  static override examples = [
    {
      description: 'Send every run to MLflow.',
      command: '<%= config.bin %> build track --mlflow http://127.0.0.1:5000',
    },
    {
      description: 'Send one run to the server that adl.yaml names.',
      command: '<%= config.bin %> build track --run 0001',
    },
  ];
  static override flags = {
    run: Flags.string({description: 'The run to send; all if left out.', helpValue: 'ID', env: 'ADL_RUN'}),
    mlflow: Flags.string({
      description: 'The address of an MLflow server; that of `build.tracking` if left out.',
      helpValue: 'URI',
      env: 'ADL_MLFLOW',
    }),
  };

  async run(): Promise<TrackResult> {
    const {flags} = await this.parse(BuildTrack);
    const {trackRuns} = await import('../../lifecycle/build-track.js');
    const {mlflow, run} = flags;
    const result = await this.follow(trackRuns(this.host(), {servers: {mlflow}, run}));
    this.log(trackView(result));
    return result;
  }
}
