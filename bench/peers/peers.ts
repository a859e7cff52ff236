import type { Bench } from '../bench.ts';

/** Another comment server that already runs, with a page of its own that holds about as much as ours. */
export interface Peer {
  name: string;
  /** Its list of a page's comments. */
  pageUrl: string;
  /** Its process, when it runs on this machine; 0: unknown. */
  pid: number;
}

const PEERS: readonly { name: string; page: (address: string, site: string, page: string) => string }[] = [
  {
    name: 'Remark42',
    page: (address, site, page) => `${address}/api/v1/find?site=${site}&url=${page}&sort=-time&format=tree&limit=20`,
  },
  {
    name: 'Artalk',
    page: (address, site, page) => `${address}/api/v2/comments?site_name=${site}&page_key=${page}&limit=20`,
  },
];

/**
 * The peers that are there. `REMARK42_URL`, `ARTALK_URL`: their addresses; `…_SITE` (`bench`) and `…_PAGE`
 * (`https://news.example/thousand`): what to ask for; `…_PID`: their process. Says which are not there.
 */
export function peers(bench: Bench): Peer[] {
  return PEERS.flatMap(({ name, page }) => {
    const setting = (end: string): string | undefined => process.env[`${name.toUpperCase()}_${end}`];
    const address = setting('URL');
    if (address === undefined || address === '') {
      bench.note(`${name} was not there (${name.toUpperCase()}_URL)`);
      return [];
    }
    const pageName = encodeURIComponent(setting('PAGE') ?? 'https://news.example/thousand');
    const site = encodeURIComponent(setting('SITE') ?? 'bench');
    return [{ name, pageUrl: page(address.replace(/\/$/, ''), site, pageName), pid: Number(setting('PID') ?? 0) }];
  });
}
