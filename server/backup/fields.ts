import { z } from 'zod';

/** What names something: not empty. Lengths are those that the lines of an archive have. */
export const Id = z.string().min(1);
export const Text = z.string();
export const Count = z.int().min(0);
/** Milliseconds; stored times may lie before 1970 where they were imported. */
export const Moment = z.number();
