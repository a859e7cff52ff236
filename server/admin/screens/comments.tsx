export const CommentsScreen = () => <h1>comments</h1>;
