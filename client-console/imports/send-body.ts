/**
 * Sends a body as it is and says how far it is, which `fetch` does not.
 * @param onProgress how many bytes have been sent
 * @returns what can stand for `fetch`: it rejects with TypeError without a connection, with DOMException `AbortError` when stopped.
 */
export function sendBody(body: Blob, onProgress: (sent: number) => void): (url: string, init: RequestInit) => Promise<Response> {
  return (url, { method = 'POST', headers, signal }) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(method, url);
      new Headers(headers).forEach((value, name) => {
        request.setRequestHeader(name, value);
      });
      request.upload.onprogress = ({ loaded }) => onProgress(loaded);
      request.onload = () => {
        const { status, statusText, responseText } = request;
        resolve(new Response(responseText, { status, statusText }));
      };
      request.onerror = () => reject(new TypeError('no connection'));
      request.onabort = () => reject(new DOMException('stopped', 'AbortError'));
      signal?.throwIfAborted();
      signal?.addEventListener('abort', () => request.abort());
      onProgress(0);
      request.send(body);
    });
}
