/** The way of staff to sign in, and their badge. What comes by it is posted alone: it cannot be fetched. */
export const STAFF = 'staff';
