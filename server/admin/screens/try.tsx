export const TryScreen = () => <h1>try</h1>;
