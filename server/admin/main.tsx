document.title = '两句';
export {};
