import { run } from './cli/run.ts';

const { stdin, stdout, stderr, env } = process;
const code = await run(process.argv.slice(2), {
  env,
  stdin,
  out: (text) => void stdout.write(text),
  err: (text) => void stderr.write(text),
});
if (code !== null) {
  process.exitCode = code;
  stdin.unref?.();
}
