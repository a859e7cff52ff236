import type { ImportList, ImportView } from '../../contract/imports.ts';
import type { z } from 'zod';
import { call, queryOf, send } from '../api.ts';
import type { Query } from '../calls.ts';
import { sendBody } from './send-body.ts';

type Answer = { import: ImportView };
const importAt = (id: string): string => `/imports/${encodeURIComponent(id)}`;

/** A site's imports, newest first. @throws like `call`. */
export const getImports = (query: Query): Promise<z.infer<typeof ImportList>> => call(`/imports${queryOf(query)}`);
/** @throws like `call`. */
export const getImport = async (id: string): Promise<ImportView> => (await call<Answer>(importAt(id))).import;
/** Stores what has been read. @throws like `call`. */
export const runImport = async (id: string): Promise<ImportView> => (await call<Answer>(`${importAt(id)}/run`, { method: 'POST' })).import;
/** Takes an import back. @throws like `call`. */
export const undoImport = async (id: string): Promise<ImportView> =>
  (await call<Answer>(`${importAt(id)}/undo`, { method: 'POST' })).import;
/** Gives up one that waits or has failed. @throws like `call`. */
export const discardImport = async (id: string): Promise<ImportView> => (await call<Answer>(importAt(id), { method: 'DELETE' })).import;
/** The report as CSV. @throws like `send`. */
export const getImportReport = async (id: string): Promise<Blob> => (await send(`${importAt(id)}/report`)).blob();

/**
 * Sends a file to be read; the browser reads it from the disk as it goes.
 * @param onProgress how many bytes have been sent
 * @throws like `call`; DOMException `AbortError` when it was stopped.
 */
export async function sendImport(
  query: URLSearchParams,
  file: Blob,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (sent: number) => void },
): Promise<ImportView> {
  const answer = await call<Answer>(`/imports?${query}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream' },
    signal,
    transport: sendBody(file, onProgress),
  });
  return answer.import;
}
