/** Which connections are in a namespace. */
export interface RoomLimits {
  /** Notes a connection; false when it is in already. */
  enter(connection: object): boolean;
  leave(connection: object): void;
}

/** A connection is let into a namespace once: the library lets it in, and keeps what belongs to it, as often as it asks. */
export function createRoomLimits(): RoomLimits {
  const inside = new WeakSet<object>();
  return {
    enter(connection) {
      if (inside.has(connection)) return false;
      inside.add(connection);
      return true;
    },
    leave: (connection) => void inside.delete(connection),
  };
}

/** The error of a connection that asks again. */
export const IS_IN_ALREADY = 'already-connected';
