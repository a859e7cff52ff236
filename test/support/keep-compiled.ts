import { flushCompileCache } from 'node:module';

// What a worker of jest has compiled is written when a test file begins, once for each script: left for its end, it would
// take longer than jest waits. Without NODE_COMPILE_CACHE this does nothing.
flushCompileCache();
