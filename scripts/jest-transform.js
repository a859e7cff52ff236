import { transformSync } from 'esbuild';

/** Makes JavaScript of one source file for jest, with its source map inside. */
export default {
  process(source, file) {
    const { code } = transformSync(source, {
      loader: file.endsWith('x') ? 'tsx' : 'ts',
      sourcefile: file,
      sourcemap: 'inline',
      format: 'esm',
      target: 'node24',
      jsx: 'automatic',
      jsxImportSource: 'preact',
    });
    return { code };
  },
};
