/** Preloaded for openapi-typescript: it needs the JavaScript interface of TypeScript, which version 7 no longer has. */
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, next) => next(specifier === 'typescript' ? 'typescript-5' : specifier, context),
});
