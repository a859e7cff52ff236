import { signal } from '@preact/signals';
import { io, type Socket } from 'socket.io-client';
import type { ServerToStaff } from '../contract/live.ts';
import { SERVICE_PATH } from './service.ts';
import { checkSession } from './session.ts';

type LiveSocket = Socket<ServerToStaff, Record<string, never>>;

/** How the live connection stands. */
export const liveState = signal<'connecting' | 'live' | 'down'>('connecting');
/** Does the browser believe that there is a network? */
export const isOnline = signal(navigator.onLine);

/** The pause before connecting again where the server closed the connection, ms. */
const PAUSE = 2_000;
let socket: LiveSocket | null = null;

/**
 * Connects with the moderators' namespace by the session's cookie and stays connected.
 * @param subscribe gets the socket once, before it connects
 * @param onReconnect runs after every connection but the first: live events were missed
 * @returns what ends it; a second call ends the connection of the first
 */
export function connectLive(subscribe: (socket: LiveSocket) => void, onReconnect: () => void): () => void {
  socket?.close();
  liveState.value = 'connecting';
  const own: LiveSocket = io('/moderation', { path: `${SERVICE_PATH}/live`, transports: ['websocket', 'polling'], autoConnect: false });
  socket = own;
  let wasConnected = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  own.on('connect', () => {
    liveState.value = 'live';
    if (wasConnected) onReconnect();
    wasConnected = true;
  });
  own.on('disconnect', (reason) => {
    liveState.value = 'down';
    // The server disconnects moderators who are no longer signed in; socket.io does not reconnect after that by itself.
    if (reason === 'io server disconnect') void comeBack();
  });
  own.on('connect_error', (error) => {
    liveState.value = 'down';
    if (error.message === 'sign-in-required') void comeBack();
  });
  async function comeBack(): Promise<void> {
    await checkSession();
    timer = setTimeout(() => own.connect(), PAUSE);
  }
  subscribe(own);
  own.connect();

  const onNetwork = (): void => {
    isOnline.value = navigator.onLine;
    if (navigator.onLine && !own.connected) own.connect();
  };
  addEventListener('online', onNetwork);
  addEventListener('offline', onNetwork);
  return () => {
    clearTimeout(timer);
    removeEventListener('online', onNetwork);
    removeEventListener('offline', onNetwork);
    own.close();
    if (socket === own) socket = null;
  };
}
