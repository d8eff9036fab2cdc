import type {Tracker} from '../tracker.js';
import {createClient} from './client.js';
import {MlflowOutbox} from './outbox.js';

export const mlflow: Tracker = {
  summary: 'An MLflow tracking server, over its REST API 2.0: a run and a child run of each trial.',
  unfit: (uri) => {
    if (!URL.canParse(uri)) return expected;
    const {protocol, username, password, search, hash} = new URL(uri);
    if (username || password)
      return 'an address without a name and a password: they are read from MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD';
    const isPlain = ['http:', 'https:'].includes(protocol) && search === '' && hash === '';
    return isPlain ? undefined : expected;
  },
  open: ({uri, environment, project, notes}) =>
    new MlflowOutbox(createClient({uri, environment}), {experiment: project, notes}),
  example: 'http://127.0.0.1:5000',
};

const expected = 'the address of a server, such as http://127.0.0.1:5000';
