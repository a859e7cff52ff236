import { openSqliteWorld } from './sqlite-world.ts';
import { storeContract } from './store-contract.ts';

storeContract('SQLite', openSqliteWorld);
