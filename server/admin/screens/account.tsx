export const AccountScreen = () => <h1>account</h1>;
