export const AuditScreen = () => <h1>audit</h1>;
