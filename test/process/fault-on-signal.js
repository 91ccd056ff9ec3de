// For `node --import`: makes a fault that nothing catches when the program is sent SIGUSR2.
process.on("SIGUSR2", () => {
  void Promise.reject(new TypeError("quotes the reference of a user"));
});
