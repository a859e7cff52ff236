import type { Chunks } from './types/environment.ts';

/**
 * Loads files of the service, again where one fails. A service that does not have a version answers with its own
 * files under that version's addresses, and each file names its version: the first file decides, and files of
 * another version count as failed, since files of two versions do not fit together.
 * @param onUpgrade called when the version has changed: the code that runs does not fit the new files
 */
export function openChunks(service: string, first: string, onUpgrade: () => void) {
  let version = first;
  let folder = first;
  let failures = 0;
  let hasAny = false;
  let addresses: Partial<Record<keyof Chunks, string>> = {};

  /**
   * A browser keeps a file that failed as failed under its address for as long as the page lives: each further attempt
   * has an address of its own. For the app that is a folder, so that the files that need the app find the one that came.
   */
  async function get<N extends keyof Chunks>(name: N): Promise<Chunks[N]> {
    let query = '';
    if (failures > 0 && name === 'app') folder = `${version}~${failures}`;
    else if (failures > 0) query = `?${failures}`;
    addresses[name] ??= `${service}/w/${folder}/${name}.js${query}`;
    try {
      const chunk: Chunks[N] & { version: string } = await import(addresses[name]);
      if (!hasAny) version = chunk.version;
      hasAny = true;
      if (chunk.version !== version) throw new Error(chunk.version);
      return chunk;
    } catch (error) {
      failures++;
      delete addresses[name];
      throw error;
    }
  }

  return {
    /** @throws what import() throws, after three attempts. */
    load: <N extends keyof Chunks>(name: N): Promise<Chunks[N]> =>
      get(name)
        .catch(() => get(name))
        .catch(async () => {
          // The service has been upgraded: embed.js knows its version, and calls `rename`.
          await import(`${service}/embed.js?${failures}`);
          return get(name);
        }),
    rename(now: string): void {
      if (now === version) return;
      version = now;
      folder = now;
      hasAny = false;
      addresses = {};
      onUpgrade();
    },
  };
}
