/** Where the service is, without a slash at its end: the console's files lie in a folder of it. */
export const SERVICE = new URL('..', import.meta.url).href.replace(/\/$/, '');

/** The same without the host; empty where the service is at the root of its host. */
export const SERVICE_PATH = new URL(SERVICE).pathname.replace(/\/$/, '');
