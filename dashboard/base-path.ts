import { basePathOf } from './page-path.ts';

/** Where the service is on its host: empty, or a path such as `/latchkey`. Both pages are right below it. */
export const BASE_PATH = basePathOf(location.pathname);
