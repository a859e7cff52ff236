/** The bare server of http.ts in several processes that share its port. */
import cluster from 'node:cluster';

if (cluster.isPrimary) for (let i = 0; i < Number(process.env.WORKERS); i++) cluster.fork();
else await import('./http.ts');
