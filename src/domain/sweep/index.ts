import type { Domain } from '../../kit/domain.ts';
import { sweeper } from './sweeps.ts';

export const sweep: Domain = {
  name: 'sweep',
  jobs: ({ app: { vault, secrets, log }, side: db }) => ({
    storedSecrets: { run: sweeper({ db, vault, secrets, log }) },
  }),
};
