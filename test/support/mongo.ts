export async function startMongo(_o: { replicaSet: boolean }): Promise<{ uri: string; stop(): Promise<void> }> { throw new Error('absent'); }
