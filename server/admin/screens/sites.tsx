export const SitesScreen = () => <h1>sites</h1>;
