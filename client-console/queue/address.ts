import type { Route } from '../router.ts';
import { queryOfFilters } from './filters.ts';
import { filters } from './store.ts';

/** The route of the queue as it was left, with its filters. */
export const queueRoute = (): Pick<Route, 'screen' | 'query'> => ({ screen: 'queue', query: queryOfFilters(filters.value) });
