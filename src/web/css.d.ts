/** Style sheets are for the bundler; to the program they are empty. */
declare module "*.css";
